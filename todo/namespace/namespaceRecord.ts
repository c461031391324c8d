/** What the state has to know of a namespace. */
export interface NamespaceRecord {
  name: string;
  /** The cluster's own id of it: another namespace of that name has another. */
  uid: string;
  /** Whether the stack made it, and so may delete it. */
  created: boolean;
  /** What tells its cluster from another under the same context; "" where reading that is not allowed. */
  cluster: string;
}

/** What the state has to know of the place of an object: where it is, and of a Secret which one it is. */
export interface PlaceRecord extends NamespaceRecord {
  secret?: { name: string; uid: string };
}
