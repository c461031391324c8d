/** What the loads of an image in part have in common, whatever the runtime of the nodes. */

/** A container on this machine's engine that is a node. */
export interface NodeContainer {
  /** The node's name. */
  name: string;
  container: string;
}

/** What is sent of an image. */
export interface Parts {
  /** Names of files and folders in the folder: those of the archive that the nodes are given. */
  files: string[];
  /** How many bytes of the image are in them. */
  bytes: number;
}

/** How nodes with one runtime take an image in part. */
export interface PartialLoad {
  /**
   * Puts into a folder what any of the nodes lacks of an image.
   *
   * @throws Error where the engine or a node does not take part.
   */
  collect(image: string, folder: string, nodes: NodeContainer[]): Promise<Parts>;
  /**
   * The command on a node that reads the archive from its standard input: the image is there as a whole then, or it
   * fails.
   */
  command: string[];
}
