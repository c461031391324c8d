/** What the app is deployed from. All paths are relative to the checkout, so that two checkouts do not differ in them. */

/** Where an image's source lies. */
export interface ImageSource {
  /** Folder of the build context. */
  context: string;
  /** Path of the Dockerfile. */
  dockerfile: string;
}

/** The images that are built, by the part of the app that each is. */
export const IMAGE_SOURCES = {
  backend: { context: "./backend", dockerfile: "./docker/backend/Dockerfile" },
  frontend: { context: "./frontend", dockerfile: "./docker/frontend/Dockerfile" },
} satisfies Record<string, ImageSource>;

/** The chart's folder. */
export const CHART = "./helm/todo-app";
