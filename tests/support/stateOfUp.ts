/** The state of a stack that is up, as Pulumi exports it, and what it is made of. */
import { State } from "../../components/process/stackState";
import * as states from "./states";
import { answered, COMMAND, recorded, stateOf, urnOf } from "./states";

export const OWNER = "00000000-0000-4000-8000-00000000000a";
export const PROVIDER = "pulumi:providers:kubernetes";
export const PASSWORD = "random:index/randomPassword:RandomPassword";
export const RECORD = { name: "todo-app", uid: "n1", created: true, cluster: "c1" };

export const profile = urnOf(COMMAND, "cluster-profile");
export const ownership = urnOf(COMMAND, "secrets-ownership");
export const owner = urnOf(states.UUID, "cluster-owner");
export const secret = urnOf(states.SECRET, "secrets-app");
export const namespace = urnOf(states.NAMESPACE, "secrets-namespace");

/** The state of a stack that is up, as far as it matters here. */
export const UP = (): State =>
  stateOf(
    { name: "todo-dev", type: "pulumi:pulumi:Stack" },
    { name: "secrets", type: "todo:index:AppSecrets" },
    { name: "cluster-owner", type: states.UUID, outputs: { result: OWNER } },
    {
      ...answered("cluster-profile", { started: true, addons: ["ingress"] }, { IDENTITY: "i" }),
      dependencies: [owner],
    },
    { name: "cluster-provider", type: PROVIDER, dependencies: [profile] },
    { name: "backend-build", type: "docker:index/image:Image" },
    {
      ...answered("backend-load", { images: ["todo-backend:1"] }),
      dependencies: [owner, profile],
      propertyDependencies: { environment: [owner, profile], create: [] },
      deletedWith: urnOf(PROVIDER, "cluster-provider"),
    },
    { name: "secrets-namespace", type: states.NAMESPACE, id: "todo-app" },
    recorded("secrets-ownership", RECORD),
    { name: "secrets-jwt-secret", type: PASSWORD, dependencies: [ownership] },
    {
      ...{ name: "secrets-app", type: states.SECRET, id: "todo-app/app-secrets" },
      dependencies: [ownership],
    },
    {
      ...{ name: "secrets-revision", type: "random:index/randomId:RandomId" },
      propertyDependencies: { keepers: [secret, urnOf(PASSWORD, "secrets-jwt-secret")] },
    },
    { name: "app-release", type: states.RELEASE, id: "todo-app/todo-app" },
    answered("app-place", RECORD),
    {
      ...{ name: "app-frontend-service", type: "kubernetes:core/v1:Service" },
      id: "todo-app/frontend-service",
    },
  );
