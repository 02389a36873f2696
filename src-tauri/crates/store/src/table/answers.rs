//! What people answered, whole, and each thing said by itself for filters.

use jiff::Timestamp;
use lectern_domain::registration::Answers as Given;
use rusqlite::params;

use super::events;
use crate::db::At;
use crate::error::StoreError;

/// Longer ones are shown and not filtered by.
const LONGEST_SAYING: usize = 200;

table! {
    /// The tables `registrant_answers` and `registrant_sayings`.
    Answers, AnswersMut
}

impl Answers<'_> {
    pub fn of_registrant(&self, registrant_id: &str) -> Result<Given, StoreError> {
        let sql = "SELECT answers FROM registrant_answers WHERE registrant_id = ?1";
        let kept: Option<String> = self.db.one(sql, [registrant_id], |row| row.get(0))?;
        match kept {
            Some(json) => serde_json::from_str(&json)
                .map_err(|error| self.db.unexpected(format!("answers of {registrant_id}: {error}"))),
            None => Ok(Given::new()),
        }
    }

    /// What was said to one question, each with how many said it; the most frequent first.
    pub fn said(&self, event_id: &str, question_id: &str) -> Result<Vec<(String, u32)>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT said, count(*) AS people FROM registrant_sayings WHERE event_number = ?1 AND question_id = ?2
             GROUP BY said ORDER BY people DESC, said LIMIT 100";
        self.db.all(sql, params![number, question_id], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

impl AnswersMut<'_> {
    /// In the place of those from before.
    pub fn set(
        &self,
        event_id: &str,
        registrant_id: &str,
        answers: &Given,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let number = events::number(&self.db, event_id)?;
        let json = serde_json::to_string(answers).map_err(|error| self.db.unexpected(error.to_string()))?;
        self.db.run("DELETE FROM registrant_sayings WHERE registrant_id = ?1", [registrant_id])?;
        self.db.run(
            "INSERT INTO registrant_answers (registrant_id, answers, answered_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (registrant_id) DO UPDATE SET answers = excluded.answers, answered_at = excluded.answered_at",
            params![registrant_id, json, At(now)],
        )?;
        let sql = "INSERT INTO registrant_sayings (event_number, question_id, said, registrant_id)
             VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
        for (question, answer) in answers {
            for said in answer.says().into_iter().filter(|said| said.chars().count() <= LONGEST_SAYING) {
                self.db.run(sql, params![number, question, said, registrant_id])?;
            }
        }
        Ok(())
    }
}
