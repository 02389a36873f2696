import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { ExplainLink } from "./ExplainLink";

const LINK = "https://nam06.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.microsoft.com%2Fmeet%2F1";

// jsdom has the element and not its methods.
beforeEach(() => {
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
    this.open = true;
  };
});

describe("What is this link?", () => {
  it("says what it is, what lay around it and what is secret in it, and hides the secret", async () => {
    const { given } = show(<ExplainLink about={{ input: LINK, passcode: "aside" }} onClose={() => undefined} />);
    const dialog = await screen.findByRole("dialog", { name: "What is this link?" });
    expect(await within(dialog).findByText("This is a Teams meeting. It can be joined here.")).toBeInTheDocument();
    expect(within(dialog).getByText("Microsoft Safe Links, in it Teams’ launcher page")).toBeInTheDocument();
    expect(within(dialog).getByText("the meeting’s passcode")).toBeInTheDocument();
    expect(within(dialog).getByText("Can be joined on this computer")).toBeInTheDocument();
    expect(dialog.textContent, "whoever looks over a shoulder must not get in").not.toContain("AbCdEf123");
    expect(given("joining|explain_link")).toMatchObject([{ input: LINK, passcode: "aside" }]);
  });

  it("shows the secret only when asked, and copies the clean link whole", async () => {
    const { user } = show(<ExplainLink about={{ input: LINK, passcode: null }} onClose={() => undefined} />);
    const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await user.click(await screen.findByRole("button", { name: "Copy" }));
    expect(copied, "a link without its passcode would not let the person in").toHaveBeenCalledWith("https://teams.microsoft.com/meet/2345678901234?p=AbCdEf123");
    await user.click(screen.getByRole("button", { name: "Show what is secret" }));
    expect(screen.getByText(/AbCdEf123/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Show what is secret" }));
    expect(screen.queryByText(/AbCdEf123/)).not.toBeInTheDocument();
  });

  it("asks for a link where none is given, and tells a forged host as what it is", async () => {
    const onClose = vi.fn();
    const { user, given } = show(<ExplainLink about={null} onClose={onClose} />);
    expect(given("joining|explain_link"), "nothing is asked before there is a link").toEqual([]);
    await user.type(screen.getByRole("textbox", { name: "Link" }), "https://teams.micro\u0455oft.com/meet/1{Enter}");
    expect(await screen.findByText("teams.xn--microoft-cbg.com")).toBeInTheDocument();
    expect(screen.getByText("Can’t be opened")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Copy" }), "nobody should pass it on").not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Close" }));
    expect(onClose).toHaveBeenCalled();
  });

  it("says what is wrong when the core does not answer", async () => {
    const error = { code: "internal", message: "The desk is not open.", retryAfter: null, field: null } as const;
    show(<ExplainLink about={{ input: LINK, passcode: null }} onClose={() => undefined} />, { failing: { "joining|explain_link": error } });
    expect(await screen.findByText("The desk is not open.")).toBeInTheDocument();
  });
});
