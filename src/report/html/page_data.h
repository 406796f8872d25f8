// The data of the page: one JSON document.
#pragma once

#include <string>

#include "report/report.h"

namespace ringfence::report::html {

/// The document "report" of docs/report.md, on one line. Lines of configurations are shown without secrets.
std::string PageData(const study::Snapshot& snapshot, const study::Dossier& dossier);

}  // namespace ringfence::report::html
