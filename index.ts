import { AppSecrets } from "./todo/appSecrets";
import { deliveryArgs } from "./components/image/delivery";
import { clusterFor } from "./todo/clusterFor";
import { IMAGE_SOURCES } from "./todo/sources";
import { Kagent } from "./todo/kagent";
import { readSettings } from "./todo/settings";
import { TodoImage } from "./todo/todoImage";
import { RELEASE, TodoRelease } from "./todo/todoRelease";

// What `pulumi config` says, checked before anything is touched.
const settings = readSettings();

// A Kubernetes: minikube, started or adopted, or a context that is there already.
const cluster = clusterFor(settings);

// Two images from source, tagged by content, brought to its nodes side by side.
const { images, namespace: space } = settings;
const network = { ca: images.buildCa };
const delivery = deliveryArgs(settings.delivery);
const common = {
  ...delivery,
  cluster: cluster.ref,
  namespace: space,
  release: RELEASE,
  platform: images.platform,
  network,
};
const backend = new TodoImage("backend", {
  ...common,
  ...IMAGE_SOURCES.backend,
  image: "todo-backend",
  args: { PYTHON_IMAGE: images.python },
});
const frontend = new TodoImage("frontend", {
  ...common,
  ...IMAGE_SOURCES.frontend,
  image: "todo-frontend",
  args: { NODE_IMAGE: images.node },
});

// The namespace, and in it the secrets: given, or generated.
const secrets = new AppSecrets("secrets", {
  cluster,
  namespace: settings.namespace,
  keepNamespace: settings.database.keep,
  ...settings.secrets,
});

// The chart, as a release that is undone when it does not get ready.
const app = new TodoRelease("app", { cluster, secrets, backend, frontend, settings });

// An assistant inside the cluster, where it is wanted.
const { kagent, timeoutSeconds } = settings;
if (kagent) new Kagent("kagent", { cluster, timeoutSeconds, ...kagent });

export const namespace = secrets.namespace;
export const context = cluster.contextName;
export const backendImage = backend.name;
export const frontendImage = frontend.name;
export const release = app.status;
export const endpoints = app.endpoints;
