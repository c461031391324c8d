{{/* The database's address, all that migrations need of the Secret: $. */}}
{{- define "todo-app.databaseEnv" -}}
- name: DATABASE_URL
  valueFrom:
    secretKeyRef: { name: {{ .Values.secrets.name }}, key: DATABASE_URL }
- name: LOG_LEVEL
  value: {{ .Values.backend.logLevel }}
{{- end }}

{{/* All that the server reads: $. */}}
{{- define "todo-app.backendEnv" -}}
{{ include "todo-app.databaseEnv" . }}
- name: JWT_SECRET
  valueFrom:
    secretKeyRef: { name: {{ .Values.secrets.name }}, key: JWT_SECRET }
{{- if .Values.backend.modelBaseUrl }}
# Only one model answers, so Cohere's key is none of its business.
- name: MODEL_BASE_URL
  value: {{ .Values.backend.modelBaseUrl | quote }}
- name: MODEL_NAME
  value: {{ .Values.backend.modelName | quote }}
- name: MODEL_TIMEOUT_SECONDS
  value: {{ .Values.backend.modelTimeoutSeconds | quote }}
- name: MODEL_API_KEY
  valueFrom:
    # Most servers of one's own take none.
    secretKeyRef: { name: {{ .Values.secrets.name }}, key: MODEL_API_KEY, optional: true }
{{- else }}
- name: COHERE_API_KEY
  valueFrom:
    # Without the key the offline assistant answers.
    secretKeyRef: { name: {{ .Values.secrets.name }}, key: COHERE_API_KEY, optional: true }
- name: COHERE_MODEL
  value: {{ .Values.backend.cohereModel | quote }}
{{- with .Values.backend.cohereBaseUrl }}
- name: COHERE_BASE_URL
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- if and .Values.ingress.enabled (not (hasKey .Values.backend.env "TRUSTED_PROXY_HOPS")) }}
# The ingress says who the client is, and the frontend passes it on: guessing passwords is slowed per client.
- name: TRUSTED_PROXY_HOPS
  value: "1"
{{- end }}
- name: READY_CHECKS_DATABASE
  value: {{ .Values.backend.readyChecksDatabase | quote }}
{{- include "todo-app.env" .Values.backend.env }}
{{- end }}

{{/* Environment variables from a map, in the order of their names: .Values.backend.env. */}}
{{- define "todo-app.env" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{/* What Postgres's image reads: .Values.postgres. */}}
{{- define "todo-app.postgresEnv" -}}
- name: POSTGRES_USER
  value: todo
- name: POSTGRES_DB
  value: todo
- name: POSTGRES_PASSWORD
  valueFrom:
    secretKeyRef: { name: {{ .secretName }}, key: POSTGRES_PASSWORD }
# A folder in the volume: its root may hold `lost+found`, and may belong to another user.
- name: PGDATA
  value: /var/lib/postgresql/data/pgdata
{{- end }}
