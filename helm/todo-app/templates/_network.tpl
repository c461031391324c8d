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

{{/* Port of an address: its own, else its scheme's. */}}
{{- define "todo-app.urlPort" -}}
{{- $url := urlParse . -}}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host) | default (eq $url.scheme "http" | ternary "80" "443") -}}
{{- end }}

{{/* Where the server of backend.modelBaseUrl is, as a NetworkPolicy peer: $.
     Policies know addresses and not names. An address is itself, and a Service's name its namespace. Of any other name
     https is taken for the internet, and http, which nobody speaks over it, for any address; pods, and where clouds
     hand out credentials, are left out of that. */}}
{{- define "todo-app.modelPeer" -}}
{{- $url := urlParse .Values.backend.modelBaseUrl -}}
{{- $host := regexReplaceAll ":[0-9]+$" $url.host "" -}}
{{- $service := regexFind "^[^.]+\\.[^.]+\\.svc(\\.|$)" $host -}}
{{- with .Values.networkPolicy -}}
{{- if .modelCidr -}}
{{- include "todo-app.ipBlock" (dict "cidr" .modelCidr "except" .podCidrs) -}}
{{- else if regexMatch "^[0-9]+(\\.[0-9]+){3}$" $host -}}
{{- include "todo-app.ipBlock" (dict "cidr" (printf "%s/32" $host)) -}}
{{- else if hasPrefix "[" $host -}}
{{- include "todo-app.ipBlock" (dict "cidr" (printf "%s/128" (trimAll "[]" $host))) -}}
{{- else if $service -}}
- namespaceSelector:
    matchLabels: { kubernetes.io/metadata.name: {{ index (splitList "." $service) 1 }} }
{{- else if eq $url.scheme "https" -}}
{{- include "todo-app.ipBlock" (dict "cidr" "0.0.0.0/0" "except" .privateCidrs) -}}
{{- else -}}
{{- include "todo-app.ipBlock" (dict "cidr" "0.0.0.0/0" "except" (append .podCidrs "169.254.0.0/16")) -}}
{{- end -}}
{{- end -}}
{{- end }}
