{{/* The commands that make the Secrets that are missing, for people to copy: (list $ (dict name true …)).
     Values come from variables, so that none stays in the shell's history. */}}
{{- define "todo-app.createSecrets" -}}
{{- $ := index . 0 -}}
{{- $app := $.Values.secrets.name -}}
{{- $database := $.Values.postgres.secretName -}}
{{- $appMissing := get (index . 1) $app -}}
{{- $databaseMissing := get (index . 1) $database -}}
{{- $ns := $.Release.Namespace -}}
Run this, then try again (a Secret that only lacks a key has to be deleted first):
{{ if not $.Values.postgres.enabled }}
  read -rs url   # and paste postgresql://user:password@host:5432/database
{{- else if not $databaseMissing }}
  password=$(kubectl get secret {{ $database }} -n {{ $ns }} -o jsonpath='{.data.POSTGRES_PASSWORD}' | base64 -d)
{{- else if not $appMissing }}
  # the password in DATABASE_URL
  password=$(kubectl get secret {{ $app }} -n {{ $ns }} -o jsonpath='{.data.DATABASE_URL}' | base64 -d | sed -E 's|^[^:]+://[^:]+:([^@]*)@.*|\1|')
{{- else }}
  password=$(openssl rand -hex 24)
{{- end }}
{{- if and $.Values.postgres.enabled $databaseMissing }}
  kubectl create secret generic {{ $database }} -n {{ $ns }} --from-literal=POSTGRES_PASSWORD="$password"
{{- end }}
{{- if $appMissing }}
{{- if $.Values.postgres.enabled }}
  url="postgresql://todo:$password@postgres-service:5432/todo"
{{- end }}
  kubectl create secret generic {{ $app }} -n {{ $ns }} \
    --from-literal=DATABASE_URL="$url" \
    --from-literal=JWT_SECRET="$(openssl rand -hex 32)" \
    --from-literal=COHERE_API_KEY="$COHERE_API_KEY"
{{- end }}
{{- end }}
