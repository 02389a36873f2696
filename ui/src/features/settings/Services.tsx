import type { ReactNode } from "react";
import { ErrorFace } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { StatusChip } from "../../components/StatusChip";
import { useLacks } from "../../lib/desk";
import { Acs } from "./Acs";
import { useDoctor, useServices } from "./api";
import { Channel } from "./Channel";
import { EntraUsers } from "./EntraUsers";
import { EventsApplicationSetting } from "./EventsApplication";
import { DecidingService } from "./service/DecidingService";
import { TrustedServices } from "./TrustedServices";
import styles from "./settings.module.css";

/** How a service fares, as the doctor found it. */
function Health({ check }: { check: string }): ReactNode {
  const found = useDoctor().data?.find(({ id }) => id === check);
  return found ? <StatusChip status={found.status} /> : null;
}

/** What Lectern works with beside the calendar: the calling resource, and the way mail leaves. */
export function Services(): ReactNode {
  const services = useServices();
  const withoutWebinars = useLacks("virtualEvents");
  return (
    <section className={styles.section}>
      <h2>Services</h2>
      {services.isPending && <Skeleton rows={2} height={56} label="Loading services" />}
      {services.isError && <ErrorFace error={services.error} retry={() => void services.refetch()} />}
      {services.data && (
        <>
          <div className={styles.service}>
            <div className={styles.row}>
              <h3>Guest access and ACS Email</h3>
              <Health check="calls" />
            </div>
            <Acs services={services.data} />
          </div>
          <div className={styles.service}>
            <div className={styles.row}>
              <h3>Your organization’s service</h3>
              {services.data.serviceDesk && <Health check="service" />}
            </div>
            <DecidingService services={services.data} />
          </div>
          <div className={styles.service}>
            <h3>Services of others</h3>
            <TrustedServices services={services.data} />
          </div>
          {!withoutWebinars && (
            <div className={styles.service}>
              <h3>Enrolment in webinars</h3>
              <EventsApplicationSetting />
            </div>
          )}
          <div className={styles.service}>
            <h3>Work accounts in calls (experimental)</h3>
            <EntraUsers services={services.data} />
          </div>
          <div className={styles.service}>
            <div className={styles.row}>
              <h3>Sending</h3>
              <Health check="mail" />
            </div>
            <Channel services={services.data} />
          </div>
        </>
      )}
    </section>
  );
}
