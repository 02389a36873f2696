import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FiguresPage } from "../features/overview/FiguresPage";

export default function FiguresScreen(): ReactNode {
  const { eventId } = useParams({ from: "/events/$eventId/figures" });
  return <FiguresPage id={eventId} />;
}
