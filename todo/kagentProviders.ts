/** A provider of models, as the chart knows it; the names are those of todo:kagentProvider. */
export interface ModelProvider {
  /** Where the chart looks for the provider's key. */
  secret: string;
  key: string;
  /** Whether another server that speaks its API can be asked instead (todo:kagentModelUrl). */
  takesUrl: boolean;
}

export const PROVIDERS: Record<string, ModelProvider> = {
  openAI: { secret: "kagent-openai", key: "OPENAI_API_KEY", takesUrl: true },
  anthropic: { secret: "kagent-anthropic", key: "ANTHROPIC_API_KEY", takesUrl: true },
  gemini: { secret: "kagent-gemini", key: "GOOGLE_API_KEY", takesUrl: false },
};
