import { useState } from "react";
import { IconButton } from "./Button.tsx";

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    // The clipboard exists on secure origins only; elsewhere the text can still be selected by hand.
    await navigator.clipboard?.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  if (!("clipboard" in navigator)) return null;
  return <IconButton className="copy" icon={done ? "check" : "copy"} label={done ? "Copied" : label} onClick={copy} />;
}
