{{/* Labels that never change over a release's life: pods carry these, so that no upgrade rolls them needlessly. */}}
{{- define "todo-app.podLabels" -}}
{{- $ := index . 0 -}}
app: {{ index . 1 }}
app.kubernetes.io/name: {{ $.Values.nameOverride | default $.Chart.Name }}
app.kubernetes.io/instance: {{ $.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
app.kubernetes.io/part-of: todo-app
{{- end }}

{{/* What chooses the release's own pods: (list $ "backend"). A pod of others in the namespace may carry the same
     `app`. Deployments and the StatefulSet go by `app` alone, because their selectors can never change. */}}
{{- define "todo-app.selector" -}}
app: {{ index . 1 }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
{{- end }}

{{/* Labels of every object: (list $ "backend"). */}}
{{- define "todo-app.labels" -}}
{{- $ := index . 0 -}}
{{ include "todo-app.podLabels" . }}
app.kubernetes.io/managed-by: {{ $.Release.Service }}
app.kubernetes.io/version: {{ $.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" $.Chart.Name $.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* The image's full name: .Values.backend.image. */}}
{{- define "todo-app.image" -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag }}
{{- end -}}
{{- end }}
