import { Tab, TabList } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { MessageRow } from "../../bindings/core";
import { ErrorFace } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { usePreview } from "./api";
import styles from "./messages.module.css";

const channels: Record<MessageRow["channel"], string> = { acsEmail: "Azure Communication Services", smtp: "your mail server" };

/** The mail as its reader sees it. It is shown without scripts, links or forms: what it holds came from outside. */
export function PreviewPane({ message }: { message: MessageRow }): ReactNode {
  const [face, setFace] = useState<"html" | "text">("html");
  const preview = usePreview(message.id);
  return (
    <section className={styles.preview} aria-label="Preview">
      <header>
        <h2>
          <bdi>{preview.data?.subject ?? message.subject}</bdi>
        </h2>
        <p className={styles.quiet}>
          To <bdi>{message.name}</bdi>, {message.email}, by {channels[message.channel]}
        </p>
        <TabList size="small" selectedValue={face} onTabSelect={(_, { value }) => { setFace(value === "text" ? "text" : "html"); }}>
          <Tab value="html">As mail</Tab>
          <Tab value="text">As plain text</Tab>
        </TabList>
      </header>
      {preview.isPending && <Skeleton rows={4} height={56} label="Loading the preview" />}
      {preview.isError && <ErrorFace error={preview.error} retry={() => void preview.refetch()} />}
      {preview.data && face === "html" && <iframe title="The mail" sandbox="" srcDoc={preview.data.html} />}
      {preview.data && face === "text" && (
        <pre tabIndex={0} dir="auto">
          {preview.data.text}
        </pre>
      )}
    </section>
  );
}
