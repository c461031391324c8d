import { SMALL_FIELD } from "../ui/field";

export interface DueValue {
  due_date: string | null;
  due_time: string | null;
}

interface DueFieldsProps extends DueValue {
  /** Whose: completes "Due date" and "Due time". */
  of?: string;
  onChange(value: DueValue): void;
}

/** A date, and then a time on it. */
export function DueFields({ of = "", due_date, due_time, onChange }: DueFieldsProps) {
  return (
    <>
      <input
        type="date"
        aria-label={`Due date${of}`}
        max="9999-12-31"
        value={due_date ?? ""}
        onChange={({ target: { value } }) => onChange({ due_date: value || null, due_time: value ? due_time : null })}
        className={SMALL_FIELD}
      />
      {due_date !== null && (
        <input
          type="time"
          aria-label={`Due time${of}`}
          value={due_time ?? ""}
          onChange={({ target: { value } }) => onChange({ due_date, due_time: value || null })}
          className={SMALL_FIELD}
        />
      )}
    </>
  );
}
