import Wire

/// What `toile ctl` says of itself.
enum ControlHelp {
    static var overview: String {
        """
        toile ctl: moderates a running server, with the words of the console

          toile ctl clients 'rate>20 !mod'                 who is here and places fast
          toile ctl ban k3stral 24h botting --undo 1h      bans, and takes back the last hour
          toile ctl undo                                   takes the last act back
          ssh host toile ctl reports --json                from elsewhere: over ssh, as a user with a role

        \(AdminCommand.overview)
        'toile ctl VERB --help' says more about a verb. WHO is a name, an id or a handle like 7fa2; several
        have commas between them. TIME is like 10m, 1h, 24h, 7d or perm. Nothing is asked back but where there
        is no way back: there a word has to be typed, or given with --yes. --dry-run only tells what would
        come of an act; --json, --csv and --plain are for programs; --watch SECONDS asks again and again.

        Exit codes: 0 done, 1 failed, 2 bad usage, 3 no server or it is busy, 4 not allowed, 5 not found,
        6 somebody else acted meanwhile, 7 partly done, 130 interrupted.

        """
    }

    static func text(of verb: String) -> String {
        let help = (try? AdminCommand.help(of: verb)) ?? ""
        return "toile ctl " + help
    }
}
