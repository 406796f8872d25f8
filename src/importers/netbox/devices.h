// What both forms of NetBox files, objects and tables, say about a device.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "importers/import.h"

namespace ringfence::importers::netbox {

/// A device before it becomes an element.
struct Device {
  std::string name, status, role, maker, owner, site;
  std::vector<std::pair<std::string, std::string>> own;  ///< our keys, from custom fields "ringfence_KEY"
  std::string because;
  base::Span span;
};

/// Puts it into the import and says what kind of element it is; "" when it is none: a device that is only
/// planned or stored, or one without a name. The kind is that of the custom field, else the one that the role
/// ends with, else router, said aloud.
std::string WriteDevice(const Device& device, Import& import);

/// True for kinds that have no configuration, so that the inventory has their interfaces.
bool IsHostKind(std::string_view kind);

/// Reads a table of devices or of cables.
void ReadTable(const base::SourceFile& source, base::FileId file, Import& import);

}  // namespace ringfence::importers::netbox
