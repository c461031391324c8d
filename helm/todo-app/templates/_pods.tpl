{{/* What every pod has: what the Pod Security Standard "restricted" asks for, with the user id given, and
     the user's own say in where it runs: (list $ 1000). */}}
{{- define "todo-app.pod" -}}
{{- $ := index . 0 -}}
{{- $user := index . 1 -}}
# No token, and no addresses of other services in the environment: nothing here calls the Kubernetes API.
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ $user }}
  runAsGroup: {{ $user }}
  fsGroup: {{ $user }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
{{- with $.Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $.Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $.Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* What "restricted" asks of a container, and a read-only root: what it may write is mounted. */}}
{{- define "todo-app.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end }}

{{/* Pause, streams, and 5 s for the rest: .Values.backend. */}}
{{- define "todo-app.gracePeriodSeconds" -}}
{{- add .preStopSleepSeconds .drainSeconds 5 -}}
{{- end }}

{{/* The three probes of an HTTP container: (dict "probes" … "started" path "alive" path "ready" path). */}}
{{- define "todo-app.probes" -}}
startupProbe:
  httpGet: { path: {{ .started }}, port: http }
  {{- toYaml .probes.startup | nindent 2 }}
livenessProbe:
  # Who does not answer has no streams to finish.
  terminationGracePeriodSeconds: 5
  httpGet: { path: {{ .alive }}, port: http }
  {{- toYaml .probes.liveness | nindent 2 }}
readinessProbe:
  httpGet: { path: {{ .ready }}, port: http }
  {{- toYaml .probes.readiness | nindent 2 }}
{{- end }}
