import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      ...["frontend/", "backend/", "helm/", ".claude/", ".pulumi-local/"],
      ...[".stryker-tmp/", "reports/"],
    ],
  },
  ...tseslint.configs.recommended,
);
