import { Button } from "@fluentui/react-components";
import { ArrowClockwise20Regular } from "@fluentui/react-icons/headless/svg/arrow-clockwise";
import { ArrowDownload20Regular } from "@fluentui/react-icons/headless/svg/arrow-download";
import type { ReactNode } from "react";
import type { Attendance, VirtualEventDetail } from "../../../bindings/core";
import { ErrorFace, errorText } from "../../../components/Face";
import { Skeleton } from "../../../components/Skeleton";
import { chooseWhereToSaveCsv } from "../../../ipc/files";
import { count, counted, momentHere, shortMoment } from "../../../lib/time";
import { tell } from "../../../lib/toasts";
import { useAttendance, useExportAttendance, useReadAttendance } from "./api";
import { Refused } from "./Refused";
import styles from "./virtual.module.css";

function People({ attendance, zone }: { attendance: Attendance; zone: string }): ReactNode {
  const moment = (instant: string | null): string => (instant === null ? "–" : shortMoment(instant, zone));
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Everybody who came">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Email</th>
            <th scope="col">Role</th>
            <th scope="col" className={styles.number}>
              Minutes
            </th>
            <th scope="col">First joined</th>
            <th scope="col">Last left</th>
          </tr>
        </thead>
        <tbody>
          {attendance.people.map((person, index) => (
            <tr key={`${person.email ?? person.name}-${index}`}>
              <td>
                <bdi>{person.name}</bdi>
              </td>
              <td>{person.email ?? "–"}</td>
              <td>{person.role ?? "–"}</td>
              <td className={styles.number}>{count(Math.floor(person.seconds / 60))}</td>
              <td>{moment(person.firstJoined)}</td>
              <td>{moment(person.lastLeft)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Who was there, once Teams has a report; as a table and as a file. */
export function AttendanceSection({ event }: { event: VirtualEventDetail }): ReactNode {
  const kept = useAttendance(event.id);
  const read = useReadAttendance(event.id);
  const save = useExportAttendance(event.id);
  const attendance = kept.data;
  const exported = async (): Promise<void> => {
    try {
      const path = await chooseWhereToSaveCsv("attendance.csv");
      if (path === null) return;
      tell({ kind: "done", text: `${counted(await save.mutateAsync(path), "person is", "people are")} in the file.` });
    } catch (error) {
      tell({ kind: "failed", text: `The file was not written. ${errorText(error)}` });
    }
  };
  return (
    <section className={`${styles.section ?? ""} ${styles.wide ?? ""}`} aria-labelledby="attendance">
      <div className={styles.head}>
        <h2 id="attendance">Who was there</h2>
        <div className={styles.buttons}>
          {(attendance?.people.length ?? 0) > 0 && (
            <Button icon={<ArrowDownload20Regular />} onClick={() => void exported()}>
              Save as CSV
            </Button>
          )}
          <Button icon={<ArrowClockwise20Regular />} disabled={read.isPending} onClick={() => { read.mutate(); }}>
            {read.isPending ? "Asking Teams…" : attendance?.readAt ? "Ask Teams again" : "Ask Teams"}
          </Button>
        </div>
      </div>
      <Refused error={read.error} fields={[]} />
      {kept.isPending && <Skeleton rows={2} height={48} label="Loading the attendance" />}
      {kept.isError && <ErrorFace error={kept.error} retry={() => void kept.refetch()} />}
      {attendance && attendance.people.length > 0 && (
        <>
          <p className={styles.quiet}>
            {counted(attendance.people.length, "person", "people")} in {counted(attendance.reports.length, "report", "reports")}
            {attendance.readAt !== null && `, read ${momentHere(attendance.readAt)}`}. Times are in {event.zone}.
          </p>
          <People attendance={attendance} zone={event.zone} />
        </>
      )}
      {attendance?.people.length === 0 && <p className={styles.quiet}>{attendance.readAt === null ? "Teams writes a report some minutes after the end." : "Teams has no report yet. It comes some minutes after the end."}</p>}
    </section>
  );
}
