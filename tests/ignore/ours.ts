import * as pulumi from "@pulumi/pulumi";
import { imageFiles } from "../../components/image/contentHash";

/** The files that decide a folder's tag; undefined where its ignore file is refused. */
export function deciding(context: string): string[] | undefined {
  try {
    return imageFiles(context, `${context}/Dockerfile`).sort();
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return undefined;
    throw error;
  }
}
