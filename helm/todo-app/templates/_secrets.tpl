{{/* A Secret's keys and values as YAML, values decoded; empty where there is none, or no cluster: (list $ name). */}}
{{- define "todo-app.secretData" -}}
{{- $ := index . 0 -}}
{{- range $key, $value := (lookup "v1" "Secret" $.Release.Namespace (index . 1)).data | default dict }}
{{ $key }}: {{ $value | b64dec | quote }}
{{- end }}
{{- end }}

{{/*
Stops an install or upgrade when a Secret, or a key of it, is missing. Without a cluster (lint, template,
dry run on the client) `lookup` finds nothing at all; that the namespace's service account `default` is
found says that there is a cluster. COHERE_API_KEY may be missing: the backend then works offline.
*/}}
{{- define "todo-app.requireSecrets" -}}
{{- if lookup "v1" "ServiceAccount" .Release.Namespace "default" }}
{{- $problems := list }}
{{- $broken := dict }}
{{- $wanted := dict .Values.secrets.name (list "DATABASE_URL" "JWT_SECRET") }}
{{- if .Values.postgres.enabled }}
{{- $_ := set $wanted .Values.postgres.secretName (append (get $wanted .Values.postgres.secretName | default list) "POSTGRES_PASSWORD") }}
{{- end }}
{{- range $name, $keys := $wanted }}
{{- $data := include "todo-app.secretData" (list $ $name) | fromYaml }}
{{- $missing := list }}
{{- range $keys }}{{ if not (get $data .) }}{{ $missing = append $missing . }}{{ end }}{{ end }}
{{- if $missing }}
{{- $_ := set $broken $name true }}
{{- $what := empty (lookup "v1" "Secret" $.Release.Namespace $name) | ternary "does not exist" (printf "lacks %s" (join ", " $missing)) }}
{{- $problems = append $problems (printf "Secret %q in namespace %q %s" $name $.Release.Namespace $what) }}
{{- end }}
{{- end }}
{{- if $problems }}
{{- fail (printf "\n\n%s.\n\n%s" (join ".\n" $problems) (include "todo-app.createSecrets" (list . $broken))) }}
{{- end }}
{{- end }}
{{- end }}
