// The files of Web/ are generated into this target by EmbedWebPlugin.
