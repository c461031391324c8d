"use client";

import { useEffect, useRef } from "react";

/** OpenAI's script for its ChatKit page: used only where a domain key was configured. */
const SCRIPT = "https://cdn.platform.openai.com/deployments/chatkit/chatkit.js";

interface ChatKitElement extends HTMLElement {
  setOptions(options: object): void;
}

declare module "react" {
  // The way to declare a custom element to JSX.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      "openai-chatkit": DetailedHTMLProps<HTMLAttributes<ChatKitElement>, ChatKitElement>;
    }
  }
}

/** OpenAI's hosted ChatKit page, over the same backend. */
export function HostedChat({ domainKey }: { domainKey: string }) {
  const element = useRef<ChatKitElement>(null);
  useEffect(() => {
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.async = true;
    script.onload = () =>
      void customElements.whenDefined("openai-chatkit").then(() =>
        element.current?.setOptions({
          api: { url: `${window.location.origin}/api/chatkit`, domainKey },
          history: { enabled: true },
          startScreen: { greeting: "What is there to do?" },
        }),
      );
    document.head.append(script);
    return () => script.remove();
  }, [domainKey]);
  return <openai-chatkit ref={element} className="block h-full" />;
}
