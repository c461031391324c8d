import type { Changes } from "./changes";
import type { Answers } from "./chat";
import type { Filled } from "./data";
import type { Delivery } from "./delivery";
import type { Edit } from "./edits";
import type { Measured } from "./images";
import type { Step } from "./life";

interface Taken {
  /** When and on what machine, as the document says it. */
  on: string;
}

/** What was measured, each part when it was last measured. */
export interface Results {
  edits?: Taken & { edits: Edit[] };
  life?: Taken & { steps: Step[] };
  delivery?: Taken & Delivery;
  images?: Taken & { images: Measured[] };
  /** With a pause between two messages, and without one. */
  chat?: Taken & { levels: Answers[]; flatOut: Answers[] };
  data?: Taken & { filled: Filled[] };
  changes?: Taken & Changes;
}

export const PARTS = ["images", "chat", "data", "changes", "delivery", "edits", "life"] as const;
export type Part = (typeof PARTS)[number];
