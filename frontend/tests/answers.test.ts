import { Children, isValidElement, type ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Answers } from "@/components/chat/answers";

interface ButtonProps {
  children: string;
  onClick(): void;
}

describe("the answers to a question", () => {
  const said: string[] = [];
  const drawn = Answers({ onAnswer: (text) => said.push(text) }) as ReactElement<{ children: ReactElement<ButtonProps>[] }>;

  it("are two buttons that a keyboard reaches, and a group with a name", () => {
    const html = renderToStaticMarkup(drawn);
    expect(html.match(/<button type="button"[^>]*>(Yes|No)<\/button>/g)).toHaveLength(2);
    expect(html).toMatch(/role="group" aria-label="Answer"/);
    expect(html).not.toMatch(/tabindex|disabled=/);
  });

  it("say the word on them", () => {
    for (const button of Children.toArray(drawn.props.children)) if (isValidElement<ButtonProps>(button)) button.props.onClick();
    expect(said).toEqual(["Yes", "No"]);
  });
});
