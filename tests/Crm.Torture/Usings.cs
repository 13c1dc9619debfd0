global using Crm.Testing;
global using FluentAssertions;
global using Xunit;
