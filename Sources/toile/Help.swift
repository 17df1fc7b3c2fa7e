/// What the program says of itself.
enum Help {
    static let overview = """
        toile \(Version.text): a shared canvas that anyone can host

          toile serve                       serves a board of 1000x1000 on http://127.0.0.1:8080/
          toile serve --board main=500x500 --cooldown 5000 --listen 0.0.0.0:8080

        Commands
          serve      serves boards to browsers and programs
          console    the moderators' screen
          ctl        every act of a moderator, as a command
          snapshot   a picture of a board, now or as it was
          timelapse  what happened on a board, as an animated picture
          export     every placement, in lines
          backup     copies everything, also while the server is running, and proves it
          restore    goes back to a backup
          doctor     looks at everything that is stored, and repairs what can be
          version    says which version this is

        'toile COMMAND --help' says more about a command.

        """

    static let version = """
        toile version: says which version this is, in one line

        """

    static let serve = """
        toile serve: serves boards to browsers and programs until it gets SIGTERM or SIGINT

          toile serve                                      the defaults: one board, for this machine only
          toile serve --listen 0.0.0.0:8080                for everybody who can reach this machine
          toile serve --board main=200x200 --cooldown 0    a small board to play with
          toile serve --config /etc/toile.conf             the same options from a file: Docs/Configuration.md

        Options
        \(Option.help(ServeCommand.options))

        When it is ready it prints one line, 'toile: serving http://HOST:PORT/', and logs on standard error.
        Everything is kept in the data directory. Rules that are not given here stay as they were kept.

        Exit codes: 0 ended by a signal, 64 bad usage, 74 storage failed, 75 port or data directory in use,
        78 bad configuration.

        """

    static let console = """
        toile console: the moderators' screen of a running server, in a terminal

          toile console                                    of the server whose data is in ./toile-data
          toile console --data /srv/toile --board main
          ssh -t place.example toile console --data /srv/toile

        Options
        \(Option.help(ConsoleCommand.options))

        ? shows the keys, Q ends the console; the server goes on. It needs 80x24 for everything, and shows the
        reports in less than 60x16. Who may do what is said by the server's --readers, --moderators and
        --admins. 'toile ctl' does the same without a terminal. Docs/Moderation.md is a first evening with it.

        Exit codes: 0 ended, 1 failed, 2 bad usage, 3 no server is there.

        """
}
