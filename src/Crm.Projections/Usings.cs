global using System.Collections.Immutable;
global using Crm.Domain.Kernel;
