import { Landing } from "@/components/landing";

/** Answers without asking the backend: it is what the probes of the deployment look at. */
export default function Home() {
  return <Landing />;
}
