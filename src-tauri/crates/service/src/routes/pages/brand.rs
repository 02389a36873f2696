//! The organizer's colour, as far as people can read what stands on it and in it.

/// `#rrggbb`, as parts of 255.
fn parts(color: &str) -> Option<[f64; 3]> {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok().map(f64::from);
    Some([part(0)?, part(2)?, part(4)?])
}

/// WCAG 2.2's relative luminance.
fn luminance(parts: [f64; 3]) -> f64 {
    let [red, green, blue] = parts.map(|part| {
        let part = part / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// What text needs (WCAG 2.2, 1.4.3).
const TEXT: f64 = 4.5;
const WHITE: [f64; 3] = [255.0; 3];
/// What links stand on in the style sheet, light and dark, where they are read worst; and its own colour of a link in the
/// dark, which the light one would be over.
const LIGHT: [f64; 3] = [240.0; 3];
const DARK: [f64; 3] = [51.0; 3];
const DARK_LINK: &str = "#7cc0f5";

/// More style for the pages of an event: its colour on the button and the edge, and in links only where it can be read
/// there. Nothing for what is no colour.
pub fn style(color: Option<&str>) -> String {
    let Some((color, parts)) = color.and_then(|color| Some((color, parts(color)?))) else {
        return String::new();
    };
    let on = if contrast(parts, WHITE) >= TEXT { "#fff" } else { "#000" };
    let light = if contrast(parts, LIGHT) >= TEXT { format!(";--link:{color}") } else { String::new() };
    let dark = if contrast(parts, DARK) >= TEXT { color } else { DARK_LINK };
    let both = format!("--main:{color};--on:{on}");
    format!(":root{{{both}{light}}}@media (prefers-color-scheme:dark){{:root{{{both};--link:{dark}}}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLACK: [f64; 3] = [0.0; 3];

    #[test]
    fn whatever_the_colour_is_its_button_can_be_read() {
        for color in ["#000000", "#ffffff", "#777777", "#ffd87a", "#0f548c", "#00ff00", "#ff0000", "#767676"]
        {
            let made = style(Some(color));
            let on = if made.contains("--on:#fff") { WHITE } else { BLACK };
            let own = parts(color).expect("a colour");
            assert!(contrast(own, on) >= TEXT, "{color}: {made}");
        }
    }

    #[test]
    fn a_colour_that_can_t_be_read_as_a_link_is_no_link_s() {
        let yellow = style(Some("#ffd87a"));
        assert_eq!(yellow.matches("--link").count(), 1, "only on the dark card: {yellow}");
        assert!(yellow.contains("dark){:root{--main:#ffd87a;--on:#000;--link:#ffd87a}"), "{yellow}");
    }

    #[test]
    fn what_is_no_colour_styles_nothing() {
        for wrong in ["red", "#fff", "#12345g", "#ffffff}body{display:none", "", "#ééé"] {
            assert_eq!(style(Some(wrong)), "", "{wrong}");
        }
    }
}
