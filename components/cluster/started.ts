/** What this stack has to know of the profile the next time. */
export interface Started {
  profile: string;
  /** Whether this stack started it. */
  started: boolean;
  addons: string[];
  address: string;
  /** Where minikube keeps it; an earlier version did not say. */
  folder?: string;
  /** What went wrong after the profile had been started: the state knows of the profile all the same. */
  failed?: string;
}
