import type { Stage } from "../../frontend/e2e/demo.mjs";
import { selectorOf } from "../client/pods";

/** What the scenes are played with. */
export interface Play {
  stage: Stage;
  /** kubectl in the app's namespace, seen in both recordings. @returns what it printed. */
  kubectl(...args: string[]): Promise<string>;
}

export interface Scene {
  /** What is seen, as the document says it. */
  what: string;
  play(play: Play): Promise<void>;
}

/** The demo, in order. Each ends with a look at what came of it; nothing is taken for granted. */
export const SCENES: Scene[] = [
  {
    what: "The pods: frontend, backend, database",
    async play({ stage, kubectl }) {
      await stage.open();
      await kubectl("get", "pods");
      await stage.pause(3);
    },
  },
  {
    what: "Somebody signs up",
    play: ({ stage }) => stage.signUp(),
  },
  {
    what: "Tasks in plain language: three from one sentence",
    async play({ stage }) {
      await stage.say("add buy milk, call the bank and water the plants");
      await stage.sees("buy milk", "call the bank", "water the plants");
    },
  },
  {
    what: "What is left, one finished, one renamed: the list beside the chat follows",
    async play({ stage }) {
      await stage.say("what's left?");
      await stage.say("finish the second one");
      await stage.say("rename buy milk to buy oat milk");
      await stage.sees("buy oat milk");
    },
  },
  {
    what: "The backend's pod is killed, and the next message sent at once",
    async play({ stage, kubectl }) {
      await kubectl("delete", "pod", selectorOf("backend"), "--force", "--grace-period=0");
      await stage.say("remind me to book a dentist appointment");
      await stage.sees("book a dentist appointment");
    },
  },
  {
    what: "Another pod has taken over",
    async play({ stage, kubectl }) {
      await kubectl("rollout", "status", "deployment/backend");
      await kubectl("get", "pods");
      await stage.pause(3);
    },
  },
  {
    what: "After a reload the conversation and the tasks are still there",
    async play({ stage }) {
      await stage.reload();
      await stage.sees("buy oat milk", "water the plants", "book a dentist appointment");
      await stage.heard("rename buy milk to buy oat milk");
      await stage.pause(4);
    },
  },
];
