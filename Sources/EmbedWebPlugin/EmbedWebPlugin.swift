import PackagePlugin

/// Runs `EmbedWeb` over the folder `Web` before `WebAssets` is compiled.
@main
struct EmbedWebPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let output = context.pluginWorkDirectoryURL.appending(path: "WebAssets.swift")
        return [
            .buildCommand(
                displayName: "Embedding Web/", executable: try context.tool(named: "EmbedWeb").url,
                arguments: [output.path()], outputFiles: [output])
        ]
    }
}
