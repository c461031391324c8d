{{/* Stops on values that contradict each other, which the schema cannot see: $. */}}
{{- define "todo-app.checkValues" -}}
{{- if and .Values.secrets.create (not .Values.postgres.enabled) }}
{{- fail "secrets.create is true and postgres.enabled is false: the chart can make no DATABASE_URL for a database that it does not run. Create the Secret yourself and set secrets.create=false" }}
{{- end }}
{{- with .Values.networkPolicy }}
{{- if and .enabled (not $.Values.postgres.enabled) (not .allowExternalDatabase) (not .extra.backendEgress) }}
{{- fail "postgres.enabled is false and networkPolicy.allowExternalDatabase too: the backend could reach no database. Set networkPolicy.allowExternalDatabase=true, or a rule in networkPolicy.extra.backendEgress" }}
{{- end }}
{{- end }}
{{- end }}
