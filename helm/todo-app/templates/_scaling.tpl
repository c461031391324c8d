{{/* Whether a component has, or may come to have, more than one pod: .Values.backend. */}}
{{- define "todo-app.several" -}}
{{- if or .autoscaling.enabled (gt (int .replicas) 1) }}true{{ end -}}
{{- end }}

{{/* At most one pod away during a drain. minAvailable would block the drain of a single pod: (list $ "backend"). */}}
{{- define "todo-app.disruptionBudget" -}}
{{- $ := index . 0 -}}
{{- $name := index . 1 -}}
{{- if include "todo-app.several" (index $.Values $name) -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
  labels: {{- include "todo-app.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  # A pod that is not ready serves no requests, so it never stands in the way of a drain.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels: {{- include "todo-app.selector" . | nindent 6 }}
{{- end }}
{{- end }}

{{/* Pods by CPU; the Deployment then names no replicas, so that an upgrade does not undo it: (list $ "backend"). */}}
{{- define "todo-app.autoscaler" -}}
{{- $ := index . 0 -}}
{{- $name := index . 1 -}}
{{- with (index $.Values $name).autoscaling }}{{ if .enabled -}}
{{- if gt (int .minReplicas) (int .maxReplicas) }}
{{- fail (printf "%s.autoscaling.minReplicas is %d, above %s.autoscaling.maxReplicas %d: raise the one or lower the other" $name (int .minReplicas) $name (int .maxReplicas)) }}
{{- end -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ $name }}
  labels: {{- include "todo-app.labels" (list $ $name) | nindent 4 }}
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: {{ $name }} }
  minReplicas: {{ .minReplicas }}
  maxReplicas: {{ .maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: { type: Utilization, averageUtilization: {{ .targetCPUUtilizationPercentage }} }
{{- end }}{{ end }}
{{- end }}

{{/* Replicas on different nodes where there are several, each rollout counted for itself: (list $ "backend"). */}}
{{- define "todo-app.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "todo-app.selector" . | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
{{- end }}
