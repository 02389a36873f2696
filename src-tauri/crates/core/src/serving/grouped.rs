//! Changes that arrive together share one commit: a rush costs the disk as much as a few people do. Each is on the disk
//! when its caller goes on. Questions that arrive together share one read.

use std::sync::{Arc, Mutex, PoisonError};

use lectern_store::{Reader, StoreError, Writer};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::ServingError;
use crate::desk::Desk;
use crate::error::{CommandError, DeskError};

/// How many share one commit at most.
const TOGETHER: usize = 256;
/// Whoever comes after so many waits until there is room.
const WAITING: usize = 4_096;

type Step = Box<dyn Fn(&Writer<'_>) -> Result<(), StoreError> + Send>;

struct Change {
    step: Step,
    told: oneshot::Sender<Result<(), CommandError>>,
}

/// One writer's queue; it ends with its last handle.
pub(crate) struct Grouped {
    changes: mpsc::Sender<Change>,
    task: JoinHandle<()>,
}

impl Drop for Grouped {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Grouped {
    pub fn of(desk: Arc<Desk>) -> Self {
        let (changes, waiting) = mpsc::channel(WAITING);
        Self { changes, task: tokio::spawn(work(desk, waiting)) }
    }

    /// What `step` gave in the transaction that is on the disk now. It may be run twice, where another one of its group
    /// could not be written; the first run is then undone.
    pub async fn write<T, F>(&self, step: F) -> Result<T, CommandError>
    where
        T: Send + 'static,
        F: Fn(&Writer<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let slot = Arc::new(Mutex::new(None));
        let filled = Arc::clone(&slot);
        let step: Step = Box::new(move |w| {
            let value = step(w)?;
            *filled.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
            Ok(())
        });
        let (told, wait) = oneshot::channel();
        let ended = || CommandError::from(DeskError::Stopped("the service is ending".into()));
        self.changes.send(Change { step, told }).await.map_err(|_| ended())?;
        wait.await.map_err(|_| ended())??;
        let value = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        value.ok_or_else(ended)
    }
}

async fn work(desk: Arc<Desk>, mut waiting: mpsc::Receiver<Change>) {
    let mut group = Vec::with_capacity(TOGETHER);
    while waiting.recv_many(&mut group, TOGETHER).await > 0 {
        let (steps, told): (Vec<Step>, Vec<_>) =
            group.drain(..).map(|change| (change.step, change.told)).unzip();
        for (told, outcome) in told.into_iter().zip(written(&desk, steps).await) {
            // Who asked may have gone.
            drop(told.send(outcome));
        }
    }
}

async fn written(desk: &Desk, steps: Vec<Step>) -> Vec<Result<(), CommandError>> {
    let count = steps.len();
    let outcome = desk
        .with_store(move |store| {
            match store.write(|w| steps.iter().try_for_each(|step| step(w))) {
                Ok(()) => Ok(vec![Ok(()); count]),
                // The disk's or another process's fault is everybody's.
                Err(error) if count == 1 || !of_one(&error) => Err(error),
                Err(_) => Ok(steps
                    .iter()
                    .map(|step| store.write(|w| step(w)).map_err(|error: StoreError| told(error.into())))
                    .collect()),
            }
        })
        .await;
    outcome.unwrap_or_else(|error| {
        let error = told(ServingError::Desk(error));
        vec![Err(error); count]
    })
}

/// Questions of one kind; each is answered from what was on the disk when its group was read.
pub(crate) struct GroupedReads<Q, A> {
    questions: mpsc::Sender<Question<Q, A>>,
    task: JoinHandle<()>,
}

type Question<Q, A> = (Q, oneshot::Sender<Result<A, CommandError>>);

impl<Q, A> Drop for GroupedReads<Q, A> {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl<Q: Send + 'static, A: Send + 'static> GroupedReads<Q, A> {
    pub fn of(desk: Arc<Desk>, answer: fn(&Reader<'_>, &Q) -> Result<A, StoreError>) -> Self {
        let (questions, mut waiting) = mpsc::channel::<Question<Q, A>>(WAITING);
        let task = tokio::spawn(async move {
            let mut group = Vec::with_capacity(TOGETHER);
            while waiting.recv_many(&mut group, TOGETHER).await > 0 {
                let (asked, tell): (Vec<Q>, Vec<_>) = group.drain(..).unzip();
                let read = desk.read(move |r| asked.iter().map(|asked| answer(r, asked)).collect());
                match read.await {
                    Ok::<Vec<A>, _>(answers) => {
                        for (tell, answer) in tell.into_iter().zip(answers) {
                            drop(tell.send(Ok(answer)));
                        }
                    }
                    Err(error) => {
                        let error = told(ServingError::Desk(error));
                        for tell in tell {
                            drop(tell.send(Err(error.clone())));
                        }
                    }
                }
            }
        });
        Self { questions, task }
    }

    pub async fn ask(&self, question: Q) -> Result<A, CommandError> {
        let ended = || CommandError::from(DeskError::Stopped("the service is ending".into()));
        let (tell, told) = oneshot::channel();
        self.questions.send((question, tell)).await.map_err(|_| ended())?;
        told.await.map_err(|_| ended())?
    }
}

fn of_one(error: &StoreError) -> bool {
    matches!(error, StoreError::NotFound { .. } | StoreError::Unexpected { .. })
}

fn told(error: ServingError) -> CommandError {
    error.into()
}
