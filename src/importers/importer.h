// What an importer is: the reader of files that other programs keep about networks, equipment and owners. One
// unit folder per source, one line in importers.def.
#pragma once

#include <span>
#include <string_view>

#include "importers/import.h"

namespace ringfence::importers {

/// A file to be read. The source must outlive the import.
struct Input {
  const base::SourceFile* source = nullptr;
  base::FileId file;
};

/// One importer.
struct Importer {
  std::string_view name;   ///< word of the command line
  std::string_view title;  ///< for people
  /// Adds what the files say. What is broken is a diagnostic; what is understood and has no place in a
  /// snapshot, or is not understood, is left aloud (Import::Leave). Files of one call may refer to each
  /// other.
  void (*read)(std::span<const Input> files, Import& import) = nullptr;
};

/// All importers in the order of importers.def.
std::span<const Importer* const> AllImporters();
/// The importer of that name, or nullptr.
const Importer* FindImporter(std::string_view name);

}  // namespace ringfence::importers
