/** Where the chart looks for a provider's key; the names are those of todo:kagentProvider. */
export const PROVIDERS: Record<string, { secret: string; key: string }> = {
  openAI: { secret: "kagent-openai", key: "OPENAI_API_KEY" },
  anthropic: { secret: "kagent-anthropic", key: "ANTHROPIC_API_KEY" },
  gemini: { secret: "kagent-gemini", key: "GOOGLE_API_KEY" },
};
