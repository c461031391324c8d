import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { AppImage, appImage, AppImageArgs } from "../components/image/appImage";

/** An image of this app: built, and brought to the nodes. */
export class TodoImage extends pulumi.ComponentResource implements AppImage {
  readonly name: string;
  readonly repository: string;
  readonly tag: string;
  readonly delivered: command.local.Command;

  /** @throws Error when the context or the Dockerfile is missing. */
  constructor(name: string, args: AppImageArgs) {
    super("todo:index:AppImage", name);
    const image = appImage(name, args, this);
    this.name = image.name;
    this.repository = image.repository;
    this.tag = image.tag;
    this.delivered = image.delivered;
    this.registerOutputs({ repository: image.repository, tag: image.tag });
  }
}
