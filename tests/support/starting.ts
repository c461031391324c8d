import { startCluster } from "../../components/programs/startCluster";
import { Started } from "../../components/cluster/started";
import { readRecord } from "../../components/cluster/profileRecord";
import { Minikube } from "./models";
import { given, hearing, ownHome, standIn } from "./standIn";

/** The id of the stack that starts a cluster here. */
export const ID = "00000000-0000-4000-8000-00000000000a";

/** A start of the cluster of profile p, on a machine of its own for each test. */
export function starting() {
  ownHome();
  const tools = standIn();
  const said = hearing();
  beforeEach(() => {
    starts.minikube = new Minikube(tools);
    tools
      .answer(/^docker info/, "8 34359738368")
      .answer(/^kubectl config current-context/, "mine")
      .answer(/^kubectl --context p .* wait pod/, "");
  });
  const variables = {
    ...{ STACK: "dev", OWNER: ID, PROFILE: "p", CPUS: "2", MEMORY_MIB: "2048" },
    ...{ ADDONS: "ingress,dashboard", IDENTITY: "new-identity", SESSION: "new-session" },
  };
  const start = (last?: Partial<Started>, more = {}) =>
    startCluster(given({ ...variables, ...more }, last as Started | undefined));
  const record = () => readRecord("p", ID);
  const fails = (what: RegExp, words: string, meanwhile = () => {}) =>
    tools.answer(what, () => {
      meanwhile();
      return { code: 80, stderr: words };
    });
  const starts = { tools, said, start, record, fails, minikube: new Minikube(tools) };
  return starts;
}
