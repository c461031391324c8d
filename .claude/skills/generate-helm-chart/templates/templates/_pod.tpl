{{/* The pod of a component: what Pod Security "restricted" asks for, and a read-only root.
     (list $ "component" $component) */}}
{{- define "CHART.pod" -}}
{{- $ := index . 0 -}}
{{- $name := index . 1 -}}
{{- $c := index . 2 -}}
metadata:
  labels: {{- include "CHART.selector" (list $ $name) | nindent 4 }}
  {{- with $c.podAnnotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ $name }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with $.Values.imagePullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: {{ $c.user }}
    runAsGroup: {{ $c.user }}
    fsGroup: {{ $c.user }}
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile: { type: RuntimeDefault }
  terminationGracePeriodSeconds: {{ $c.gracePeriodSeconds }}
  {{- if include "CHART.isMany" $c }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels: {{- include "CHART.selector" (list $ $name) | nindent 10 }}
  {{- end }}
  containers:
    - name: {{ $name }}
      image: {{ include "CHART.image" $c.image }}
      imagePullPolicy: {{ $c.image.pullPolicy }}
      {{- with $c.command }}
      command: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $c.port }}
      ports:
        - { name: main, containerPort: {{ . }} }
      {{- end }}
      {{- include "CHART.env" $c | nindent 6 }}
      {{- range $kind, $probe := $c.probes }}
      {{ $kind }}Probe: {{- toYaml $probe | nindent 8 }}
      {{- end }}
      {{- if $c.port }}
      # Requests still come for a moment after the pod is told to stop.
      lifecycle:
        preStop: { sleep: { seconds: 3 } }
      {{- end }}
      resources: {{- toYaml $c.resources | nindent 8 }}
      terminationMessagePolicy: FallbackToLogsOnError
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
      volumeMounts:
        {{- range $index, $path := $c.writable }}
        - { name: writable-{{ $index }}, mountPath: {{ $path }} }
        {{- end }}
        {{- with $c.storage }}
        - { name: data, mountPath: {{ .path }} }
        {{- end }}
  volumes:
    {{- range $index, $path := $c.writable }}
    - { name: writable-{{ $index }}, emptyDir: { sizeLimit: {{ $.Values.writableSize }} } }
    {{- end }}
{{- end }}

{{/* Settings, and keys of Secrets that are made outside of the chart. */}}
{{- define "CHART.env" -}}
{{- if or .env .secrets -}}
env:
  {{- range $name, $value := .env }}
  - { name: {{ $name }}, value: {{ $value | quote }} }
  {{- end }}
  {{- range $name, $from := .secrets }}
  - name: {{ $name }}
    valueFrom:
      secretKeyRef: { name: {{ $from.secret }}, key: {{ $from.key }} }
  {{- end }}
{{- end }}
{{- end }}
