import { DataTrending24Regular } from "@fluentui/react-icons/headless/svg/data-trending";
import type { ReactNode } from "react";
import type { EventFigures, QuestionFigures } from "../../bindings/core";
import { EmptyFace, ErrorFace } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { count, counted, zoneCity } from "../../lib/time";
import { useFigures } from "./api";
import { Bars } from "./Bars";
import { Growth } from "./Growth";
import { Panel } from "./Panel";
import { answerBars, answerSheet, growthSheet, messageBars, messageSheet, placesBar, placesSheet, sourceBars, sourceSheet } from "./sheets";
import styles from "./overview.module.css";

function placesWords({ places }: EventFigures): string {
  if (places.capacity === null) return "No limit";
  return `${count(places.free ?? 0)} of ${counted(places.capacity, "place", "places")} free`;
}

function Question({ question }: { question: QuestionFigures }): ReactNode {
  const sheet = answerSheet(question);
  const inWords = question.answers.length === 0;
  const label = question.answers.map(({ said, listed }) => `${said}: ${count(listed)}`).join(", ");
  const aside = inWords && question.answered > question.latest.length ? `${count(question.answered)} answered · the latest ${count(question.latest.length)}` : `${count(question.answered)} answered`;
  return <Panel title={question.label} aside={aside} sheet={sheet} chart={inWords ? null : <Bars bars={answerBars(question)} label={label} />} />;
}

function Shown({ figures }: { figures: EventFigures }): ReactNode {
  const { places, messages, sources } = figures;
  const waiting = [places.waitlisted > 0 && `${count(places.waitlisted)} waiting`, places.pending > 0 && `${count(places.pending)} to approve`].filter(Boolean).join(" · ");
  const sent = messages.reduce((sum, { counts }) => sum + counts.delivered, 0);
  return (
    <div className={styles.panels}>
      <Panel wide title="People over time" aside={`Days in ${zoneCity(figures.zone)}`} sheet={growthSheet(figures)} chart={<Growth days={figures.days} />} />
      <Panel title="Places" aside={[placesWords(figures), waiting].filter(Boolean).join(" · ")} sheet={placesSheet(figures)} chart={<Bars bars={[placesBar(figures)]} label={`${count(places.registered)} taken, ${count(places.offered)} offered, ${placesWords(figures)}`} />} />
      <Panel title="Where people came from" aside={counted(places.listed, "person", "people")} sheet={sourceSheet(figures)} chart={<Bars bars={sourceBars(figures)} label={sources.map(({ source, listed }) => `${source}: ${count(listed)}`).join(", ")} />} />
      <Panel title="Messages" aside={`${count(sent)} delivered`} sheet={messageSheet(figures)} chart={<Bars bars={messageBars(figures)} label={`${count(sent)} delivered, by kind of message`} />} />
      {figures.questions.map((question) => (
        <Question key={question.id} question={question} />
      ))}
    </div>
  );
}

/** An event in figures: each as a picture and as a table, all equal to what its lists count. */
export function FiguresPage({ id }: { id: string }): ReactNode {
  const figures = useFigures(id);
  if (figures.isPending) return <Skeleton rows={4} height={160} label="Adding up" />;
  if (!figures.data) return <ErrorFace error={figures.error} retry={() => void figures.refetch()} />;
  if (figures.data.places.listed === 0 && figures.data.sources.length === 0) {
    return <EmptyFace icon={<DataTrending24Regular />} title="Nothing to count yet" text="Once people are on the list, this shows when they came, from where, what they answered, and what was sent to them." />;
  }
  return <Shown figures={figures.data} />;
}
