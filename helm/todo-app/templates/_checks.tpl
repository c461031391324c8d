{{/* Stops on values that contradict each other, which the schema cannot see: $. */}}
{{- define "todo-app.checkValues" -}}
{{- if and .Values.secrets.create (not .Values.postgres.enabled) }}
{{- fail "secrets.create is true and postgres.enabled is false: the chart can make no DATABASE_URL for a database that it does not run. Create the Secret yourself and set secrets.create=false" }}
{{- end }}
{{- with .Values.backend }}
{{- if and .modelBaseUrl (not .modelName) }}
{{- fail (printf "backend.modelBaseUrl is %q and backend.modelName is empty: set it to the model to use there, as backend.modelName=qwen3:8b" .modelBaseUrl) }}
{{- else if and .modelName (not .modelBaseUrl) }}
{{- fail (printf "backend.modelName is %q and backend.modelBaseUrl is empty: set it to the address of the server that has the model, as backend.modelBaseUrl=http://host.minikube.internal:11434/v1" .modelName) }}
{{- end }}
{{- end }}
{{- if and .Values.postgres.enabled (not .Values.postgres.storage.keep) }}
{{- $claim := lookup "v1" "PersistentVolumeClaim" .Release.Namespace "postgres-data" }}
{{- /* Helm would take it over, and delete it with this release: at an upgrade too, of a release that had its database elsewhere. */}}
{{- $kept := eq "keep" (dig "metadata" "annotations" "helm.sh/resource-policy" "" ($claim | default dict)) }}
{{- $foreign := or .Release.IsInstall (and $kept (not (lookup "apps/v1" "StatefulSet" .Release.Namespace "postgres"))) }}
{{- if and $claim $foreign (not (dig "metadata" "deletionTimestamp" "" $claim)) }}
{{- fail (printf "PersistentVolumeClaim postgres-data in namespace %q exists already: it may contain another database, or a database that was kept. To use it, and keep it: postgres.storage.keep=true. Otherwise install into another namespace, or delete it with all its data: kubectl delete persistentvolumeclaim postgres-data -n %s" .Release.Namespace .Release.Namespace) }}
{{- end }}
{{- end }}
{{- with .Values.networkPolicy }}
{{- if and .enabled (not $.Values.postgres.enabled) (not .allowExternalDatabase) (not .extra.backendEgress) }}
{{- fail "postgres.enabled is false and networkPolicy.allowExternalDatabase too: the backend could reach no database. Set networkPolicy.allowExternalDatabase=true, or a rule in networkPolicy.extra.backendEgress" }}
{{- end }}
{{- end }}
{{- end }}
