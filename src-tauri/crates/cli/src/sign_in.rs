//! Sign in and out. The code is printed at once, one JSON object a line, so that a program can show it.

use lectern_core::desk::Desk;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::sign_in::{SignInProgress, browser, device_code, sign_out};
use serde_json::json;

use crate::arguments::SignInArgs;
use crate::output::{Output, line};

pub async fn run(desk: &Desk, args: &SignInArgs) -> Result<(), CommandError> {
    let end = if args.browser {
        let flow = browser::start(desk).await?;
        line(&json!({"event": "browser", "address": flow.address()}).to_string());
        browser::wait(desk, flow).await
    } else {
        let (shown, flow) = device_code::start(desk).await?;
        line(
            &json!({"event": "code", "userCode": shown.user_code, "verificationUri": shown.verification_uri,
                    "expiresIn": shown.expires_in, "interval": shown.interval})
            .to_string(),
        );
        device_code::wait(desk, flow).await
    };
    match end {
        SignInProgress::SignedIn { account } => {
            line(&json!({"event": "signed-in", "account": account}).to_string());
            Ok(())
        }
        SignInProgress::Declined => {
            Err(refused("The sign-in was declined. Run sign-in again for a new code."))
        }
        SignInProgress::Expired | SignInProgress::Pending => {
            Err(refused("The code was not used in time. Run sign-in again for a new one."))
        }
        SignInProgress::Failed { error } => Err(error),
    }
}

pub async fn out(desk: &Desk, output: Output) -> Result<(), CommandError> {
    sign_out::sign_out(desk).await?;
    output.result(&json!({"signedOut": true}), |_| {
        "Signed out. Events, people and planned messages are kept.".into()
    });
    Ok(())
}

fn refused(message: &str) -> CommandError {
    CommandError::new(ErrorCode::Refused, message)
}
