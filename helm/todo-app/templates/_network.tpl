{{/* A NetworkPolicy block of addresses; exceptions must lie within it, so they go with all addresses only:
     (dict "cidr" … "except" list). */}}
{{- define "todo-app.ipBlock" -}}
- ipBlock:
    cidr: {{ .cidr }}
    {{- if and .except (eq .cidr "0.0.0.0/0") }}
    except: {{- toYaml .except | nindent 6 }}
    {{- end }}
{{- end }}

{{/* The egress rule that lets a pod resolve names: $. */}}
{{- define "todo-app.dnsEgress" -}}
- to: {{- toYaml .Values.networkPolicy.dnsPeers | nindent 4 }}
  ports:
    - { port: 53, protocol: UDP }
    - { port: 53, protocol: TCP }
{{- end }}

{{/* Port of Cohere's API: that of backend.cohereBaseUrl, else its scheme's. */}}
{{- define "todo-app.coherePort" -}}
{{- $url := urlParse (.Values.backend.cohereBaseUrl | default "https://api.cohere.com") -}}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host) | default (eq $url.scheme "http" | ternary "80" "443") -}}
{{- end }}
