import { Button } from "./button";
import { Modal } from "./modal";

interface ConfirmProps {
  title: string;
  text: string;
  /** What the button that does it says. */
  action: string;
  onConfirm(): void;
  /** It was answered, or left. */
  onClose(): void;
}

/** Asks before something goes that cannot be had back. */
export function Confirm({ title, text, action, onConfirm, onClose }: ConfirmProps) {
  const confirm = () => {
    onClose();
    onConfirm();
  };
  return (
    <Modal title={title} text={text} onClose={onClose}>
      <div className="mt-6 flex justify-end gap-2">
        <Button look="outline" onClick={onClose}>
          Cancel
        </Button>
        <Button look="danger" onClick={confirm}>
          {action}
        </Button>
      </div>
    </Modal>
  );
}
