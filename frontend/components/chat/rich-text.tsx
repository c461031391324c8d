import { blocks, type Span } from "@/lib/rich-text";

function Spans({ spans }: { spans: Span[] }) {
  return spans.map(({ text, bold, struck }, i) => {
    if (bold) return <strong key={i}>{text}</strong>;
    if (struck) return <s key={i}>{text}</s>;
    return <span key={i}>{text}</span>;
  });
}

/** What the assistant said. */
export function RichText({ text }: { text: string }) {
  return (
    <div className="space-y-2 leading-relaxed">
      {blocks(text).map((block, i) => {
        if (block.kind === "text") {
          return (
            <p key={i}>
              <Spans spans={block.spans} />
            </p>
          );
        }
        const List = block.kind === "bullets" ? "ul" : "ol";
        return (
          <List key={i} className={`space-y-1 pl-5 ${block.kind === "bullets" ? "list-disc" : "list-decimal"}`}>
            {block.items.map((spans, j) => (
              <li key={j}>
                <Spans spans={spans} />
              </li>
            ))}
          </List>
        );
      })}
    </div>
  );
}
