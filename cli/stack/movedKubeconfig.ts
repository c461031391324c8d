/** A kubeconfig that was moved since the last up, or is another one on another machine: the state names the old file. */
import { hasContext, onlyFile, providerFile } from "../../components/cluster/kubeconfig";
import { resourcesOf, State, StateResource, wasCutOff } from "../../components/process/stackState";
import { writeState } from "./stack";

/**
 * The state with the kubeconfig that leads to its cluster now: Pulumi, and what it runs at the end, look where the state
 * says. Which cluster that is has to be known before.
 *
 * @returns undefined where there is nothing to change.
 */
export function withKubeconfig<Whole extends State>(
  state: Whole,
  { context, kubeconfig }: { context: string; kubeconfig: string },
): Whole | undefined {
  const isMoved = (noted: unknown): noted is string =>
    typeof noted === "string" &&
    noted !== "" &&
    noted !== kubeconfig &&
    !hasContext(noted, context) &&
    hasContext(kubeconfig, context);
  const present = (one: StateResource, values?: Record<string, unknown>) => {
    const environment = values?.environment as { CONTEXT?: string; KUBECONFIG?: string };
    if (environment?.CONTEXT === context && isMoved(environment.KUBECONFIG))
      return { ...values, environment: { ...environment, KUBECONFIG: kubeconfig } };
    if (one.type !== "pulumi:providers:kubernetes" || values?.context !== context) return values;
    const { kubeconfig: noted } = values;
    // An earlier version gave it several as one path, which it can neither read nor compare.
    const isList = typeof noted === "string" && onlyFile(noted) === undefined;
    return isList || isMoved(noted) ? { ...values, kubeconfig: providerFile(kubeconfig) } : values;
  };
  const resources = resourcesOf(state).map((one) => ({
    ...one,
    ...(one.inputs ? { inputs: present(one, one.inputs) } : {}),
    ...(one.outputs ? { outputs: present(one, one.outputs) } : {}),
  }));
  const isSame = JSON.stringify(resources) === JSON.stringify(resourcesOf(state));
  return isSame ? undefined : { ...state, deployment: { ...state.deployment, resources } };
}

/** The same, written; not where a run was interrupted: Pulumi drops from a state that it is given what was being made. */
export async function useKubeconfig(
  env: Record<string, string>,
  state: State,
  where: { context: string; kubeconfig: string },
): Promise<void> {
  const present = wasCutOff(state) ? undefined : withKubeconfig(state, where);
  if (present) await writeState(env, present);
}
