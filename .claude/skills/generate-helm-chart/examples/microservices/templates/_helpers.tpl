{{/* Labels that never change over a release's life: pods are selected by these. (list $ "component") */}}
{{- define "shop.selector" -}}
{{- $ := index . 0 -}}
app.kubernetes.io/name: {{ $.Chart.Name }}
app.kubernetes.io/instance: {{ $.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* Labels of every object. (list $ "component") */}}
{{- define "shop.labels" -}}
{{- $ := index . 0 -}}
{{ include "shop.selector" . }}
app.kubernetes.io/version: {{ $.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $.Chart.Name $.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* The image's full name: .image of a component. */}}
{{- define "shop.image" -}}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag }}{{ end }}
{{- end }}

{{/* A component has more than one pod, or may have. */}}
{{- define "shop.isMany" -}}
{{- if .autoscaling.enabled }}{{ if gt (int .autoscaling.min) 1 }}yes{{ end }}{{ else if gt (int .replicas) 1 }}yes{{ end }}
{{- end }}
