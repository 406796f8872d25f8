// The description of the interface for programs.
#pragma once

#include <string>

namespace ringfence::serve {

/// The document at /api/openapi.json (OpenAPI 3.1).
std::string OpenApiDocument();

}  // namespace ringfence::serve
