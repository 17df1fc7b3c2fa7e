/// The rings of Docs/Architecture.md, and what is excused from the rules. An exception needs a reason that a
/// stranger accepts.
enum House {
    static let rings: [String: Ring] = [
        "Canvas": Ring(.pure),
        "Wire": Ring(.pure),
        "WebSocket": Ring(.pure, ours: ["CZlib"]),
        "Session": Ring(.pure, ours: ["Wire", "WebSocket"]),
        "Cells": Ring(.pure),
        "ConsoleCore": Ring(.pure, ours: ["Wire", "Cells"]),
        "Moderation": Ring(.pure, ours: ["Canvas", "Wire"]),
        "CLinux": Ring(.shim),
        "CZlib": Ring(.shim),
        "CPNG": Ring(.shim),
        "CSQLite": Ring(.shim),
        "CCrypto": Ring(.shim),
        "CCurses": Ring(.shim),
        "Reactor": Ring(.edge, ours: ["CLinux"], system: ["Glibc", "Synchronization"]),
        "Ledger": Ring(.edge, ours: ["Canvas", "CSQLite"], system: ["Glibc", "Synchronization"]),
        "Secrets": Ring(.edge, ours: ["CCrypto"]),
        "Picture": Ring(.edge, ours: ["CPNG"]),
        "Terminal": Ring(.edge, ours: ["Cells", "CCurses"]),
        "WebAssets": Ring(.edge),
        "Service": Ring(
            .edge,
            ours: [
                "Canvas", "Wire", "WebSocket", "Session", "Moderation", "Reactor", "Ledger", "Secrets",
                "Picture", "WebAssets",
            ],
            system: ["Synchronization"]),
        "toile": Ring(
            .program,
            ours: [
                "Canvas", "Wire", "WebSocket", "Session", "Cells", "ConsoleCore", "Reactor", "Ledger",
                "Secrets", "Picture", "Terminal", "Service", "WebAssets",
            ],
            system: ["Glibc"]),
        "wsecho": Ring(.program, ours: ["WebSocket", "Reactor"], system: ["Glibc"]),
        "ToileBench": Ring(
            .program,
            ours: [
                "Canvas", "Wire", "WebSocket", "Session", "Cells", "ConsoleCore", "Reactor", "Ledger",
                "Picture", "Terminal", "Service",
            ],
            system: ["Glibc", "Foundation", "Synchronization"]),
        "ToileFuzz": Ring(
            .program, ours: ["Canvas", "Wire", "WebSocket", "Session", "Cells"],
            system: ["Glibc", "Foundation"]),
        "EmbedWeb": Ring(.program, system: ["Foundation"]),
    ]

    /// The build plugin is no target that others could import, and imports what SwiftPM gives it.
    static let plugins: [String: Ring] = [
        "EmbedWebPlugin": Ring(.program, system: ["Foundation", "PackagePlugin"])
    ]

    /// Files that may touch memory by address, each for its reason.
    static let unsafeFiles: [String: String] = [
        "Sources/Ledger/BackgroundThread.swift": "pthread_create carries an address to the new thread",
        "Sources/Ledger/Disk/Disk.swift": "readdir, read and write hand out and take addresses",
        "Sources/Ledger/Log/DatabaseCopy.swift": "SQLite's backup is a handle",
        "Sources/Ledger/Log/Database.swift": "SQLite is handles, addresses and a C function pointer",
        "Sources/Ledger/Monitor.swift": "a pthread mutex must never move",
        "Sources/Picture/PNGWriter.swift": "libpng hands its bytes to a C function pointer with an address",
        "Sources/Reactor/Kernel/SystemRandom.swift": "getrandom fills memory",
        "Sources/Reactor/Loop/EventLoop.swift": "epoll_wait fills a table",
        "Sources/Reactor/Loop/WatchTable.swift": "reads the table that epoll_wait filled",
        "Sources/Reactor/Sockets/PeerAddress.swift":
            "sockaddr is a family of C structs seen through one pointer",
        "Sources/Reactor/Sockets/StreamSocket.swift": "read and write take addresses",
        "Sources/Reactor/Threads/Lock.swift": "a pthread mutex must never move",
        "Sources/Reactor/Threads/SystemThread.swift": "pthread_create carries an address to the new thread",
        "Sources/Secrets/Fingerprint.swift": "libcrypto reads and writes through addresses",
        "Sources/Service/Connections/Shard.swift":
            "counting references to readers would be a third of a delivery",
        "Sources/Terminal/Device.swift": "read and write take addresses",
        "Sources/Terminal/Sequences.swift": "terminfo fills memory",
        "Sources/Terminal/TerminalScreen.swift": "what ncurses wrote is taken by address",
        "Sources/ToileFuzz/Main.swift": "libFuzzer hands its inputs over by address",
        "Sources/WebSocket/Deflate/Zlib.swift": "zlib reads and writes through addresses",
        "Sources/WebSocket/Frames/Masking.swift":
            "unmasking by words takes 97 instructions a frame, by checked bytes 185",
        "Sources/toile/Files.swift": "readdir and read hand out and take addresses",
        "Sources/toile/Output.swift": "write takes an address",
        "Sources/toile/Tools/OutputFile.swift": "write takes an address",
    ]

    /// Functions over the limit, as "PATH NAME", each for its reason.
    static let longFunctions: [String: String] = [:]
}
