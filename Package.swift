// swift-tools-version: 6.2
import PackageDescription

// The rings of Docs/Architecture.md: arrows point inward, and a target may import only what its list names.

/// What every Swift target is compiled with.
let houseSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Pure targets also prove, use by use, that they touch no memory unsafely.
let pureSettings: [SwiftSetting] = houseSettings + [.strictMemorySafety()]

let shimSettings: [CSetting] = [.treatAllWarnings(as: .error), .define("_GNU_SOURCE")]

func pure(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: pureSettings)
}

func edge(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [],
    plugins: [Target.PluginUsage] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: exclude, swiftSettings: houseSettings,
        plugins: plugins)
}

func shim(_ name: String, linking library: String? = nil) -> Target {
    .target(
        name: name, cSettings: shimSettings,
        linkerSettings: library.map { [.linkedLibrary($0)] } ?? [])
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: houseSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestKit"], swiftSettings: houseSettings)
}

let package = Package(
    name: "toile",
    products: [
        .library(name: "WebSocket", targets: ["WebSocket"]),
        .executable(name: "toile", targets: ["toile"]),
        .executable(name: "wsecho", targets: ["wsecho"]),
        .executable(name: "ToileBench", targets: ["ToileBench"]),
        .executable(name: "ToileFuzz", targets: ["ToileFuzz"]),
    ],
    targets: [
        // Pure rings: values in, values out.
        pure("Canvas"),
        pure("Wire"),
        pure("WebSocket", ["CZlib"]),
        pure("Session", ["Wire", "WebSocket"]),
        pure("Cells"),
        pure("ConsoleCore", ["Wire", "Cells"]),
        pure("Moderation", ["Canvas", "Wire"]),
        // C seams, one library each.
        shim("CLinux"),
        shim("CZlib", linking: "z"),
        shim("CPNG", linking: "png16"),
        shim("CSQLite", linking: "sqlite3"),
        shim("CCrypto", linking: "crypto"),
        shim("CCurses", linking: "ncursesw"),
        // Edges.
        edge("Reactor", ["CLinux"]),
        edge("Ledger", ["Canvas", "CSQLite"]),
        edge("Secrets", ["CCrypto"]),
        edge("Picture", ["CPNG"]),
        edge("Terminal", ["Cells", "CCurses"]),
        edge("WebAssets", exclude: ["Web", "Icons"], plugins: ["EmbedWebPlugin"]),
        edge(
            "Service",
            [
                "Canvas", "Wire", "WebSocket", "Session", "Moderation", "Reactor", "Ledger", "Secrets",
                "Picture", "WebAssets",
            ]),
        // Programs.
        program(
            "toile",
            [
                "Canvas", "Wire", "WebSocket", "Session", "Cells", "ConsoleCore", "Reactor", "Ledger",
                "Secrets", "Picture", "Terminal", "Service", "WebAssets",
            ]),
        program("wsecho", ["WebSocket", "Reactor"]),
        program(
            "ToileBench",
            [
                "Canvas", "Wire", "WebSocket", "Session", "Cells", "ConsoleCore", "Reactor", "Ledger",
                "Picture",
                "Terminal", "Service",
            ]),
        program("ToileFuzz", ["Canvas", "Wire", "WebSocket", "Session"]),
        // What embeds Web/ into the binary.
        program("EmbedWeb", []),
        .plugin(
            name: "EmbedWebPlugin", capability: .buildTool(), dependencies: ["EmbedWeb"],
            path: "Sources/EmbedWebPlugin"),
        // Tests.
        .target(
            name: "TestKit", dependencies: ["Wire", "WebSocket"], path: "Tests/TestKit",
            swiftSettings: houseSettings),
        tests("CanvasTests", ["Canvas"]),
        tests("WireTests", ["Wire"]),
        tests("WebSocketTests", ["WebSocket"]),
        tests("SessionTests", ["Session", "Wire", "WebSocket"]),
        tests("ModerationTests", ["Moderation", "Canvas", "Wire"]),
        tests("ReactorTests", ["Reactor"]),
        tests("LedgerTests", ["Canvas", "Ledger"]),
        tests("SecretsTests", ["Secrets"]),
        tests("PictureTests", ["Picture"]),
        tests("WebAssetsTests", ["WebAssets"]),
        tests("CellsTests", ["Cells"]),
        .executableTarget(
            name: "TerminalProbe", dependencies: ["Cells", "Terminal"], path: "Tests/TerminalProbe",
            swiftSettings: houseSettings),
        tests("TerminalTests", ["Terminal", "Cells", "CCurses"]),
        tests("ConsoleCoreTests", ["ConsoleCore", "Canvas", "Wire", "Cells"]),
        tests(
            "ServiceTests",
            [
                "Service", "Canvas", "Wire", "WebSocket", "Session", "Moderation", "Reactor", "Ledger",
                "WebAssets",
            ]),
        tests("ToileTests", ["toile", "Canvas", "Wire", "Cells", "ConsoleCore", "Service", "Session"]),
        tests(
            "SimulationTests",
            [
                "Service", "Canvas", "Wire", "WebSocket", "Session", "Moderation", "Reactor", "Ledger",
            ]),
        tests("EndToEndTests", ["Wire", "WebSocket"]),
        tests("TidyTests", []),
    ]
)
